"""Where words come from: a provider's language model, or the embedded one that plans and quotes without one."""
