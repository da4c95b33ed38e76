/** Descriptor the wrapped shell tells its state through: high enough to be out of every script's way, and below the 256 of macOS. */
export const stateChannel = 63;
