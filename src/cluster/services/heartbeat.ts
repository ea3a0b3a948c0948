/** Heartbeats of NodeManagers a second that one ResourceManager is asked to take without need. */
const easyRate = 400;
const quickest = 250;
const yarnsDefault = 1000;

/**
 * Milliseconds between two heartbeats of a NodeManager. Containers are given out on heartbeats, so that a small cluster
 * starts them sooner by quick ones; a large one has some node’s heartbeat at any time, and goes back to YARN's default.
 */
export const heartbeatMs = (nodes: number): number =>
  Math.round(Math.min(yarnsDefault, Math.max(quickest, (1000 * nodes) / easyRate)));
