/**
 * The contract a backend signs. Subclass {@link dev.gumbel.conformance.BackendConformanceTest}, supply the backend, inherit every test. A rule's
 * number stands in its tests' names and in docs/conformance.md. Uses JUnit, the JDK and what gumbel-api itself needs, nothing else.
 */
@NullMarked
package dev.gumbel.conformance;

import org.jspecify.annotations.NullMarked;
