package dev.gumbel.backend.tornado;

import dev.gumbel.backend.array.RuntimeCheck;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Signature;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A program as instructions.
 *
 * @param source the program as the user wrote it
 * @param phases instructions for the values and outputs, then for the updates; one list of both where nothing is looked at in between
 * @param leaves where in the memory of what is fed each input lies, and each noise that the host draws
 * @param draws where in it the address of each noise lies that the device draws
 * @param corrections where in it the two corrections of each Adam update lie
 * @param outputs where in the memory of outputs each lies
 * @param fed length of the memory of what is fed
 * @param results length of the memory of outputs
 */
record CompiledProgram(
        Program source, List<RuntimeCheck> checks, List<List<Instruction>> phases, Map<Tensor, Integer> leaves, Map<Leaf.Random, Integer> draws,
        Map<Update.AdamUpdate, Integer> corrections, Map<String, Output> outputs, int fed, int results) {

    /** An output's place. */
    record Output(int offset, Signature signature) {}

    /** The work of all instructions. */
    long work() {
        return phases.stream().flatMap(List::stream).mapToLong(Instruction::work).sum();
    }

    /** Whether the kernel that carries out lists of instructions knows them all. */
    boolean isListed() {
        return phases.stream().flatMap(List::stream).noneMatch(instruction -> Opcode.isNeverListed(instruction.opcode()));
    }

    /** The number of words of the longest phase. */
    int words() {
        return phases.stream().mapToInt(phase -> phase.stream().mapToInt(instruction -> instruction.words().length).sum()).max().orElse(0);
    }
}
