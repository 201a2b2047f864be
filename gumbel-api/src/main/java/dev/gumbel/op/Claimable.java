package dev.gumbel.op;

/**
 * What has a derivation into simpler parts: a backend may claim to compute it in one go, and gets the parts otherwise. Fused ops are, and updates
 * such as Adam's.
 */
public interface Claimable {}
