package dev.gumbel.vae.cli;

/** A command that another module adds to this command line: a class with picocli's annotations, found by {@link java.util.ServiceLoader}. */
public interface AddedCommand {}
