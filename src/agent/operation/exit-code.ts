/**
 * Exit codes that the NodeManager understands (Hadoop's LinuxContainerExecutor.ExitCode and ResultCode).
 * 22 and 24 would stop the NodeManager for good, 137 and 143 would hide our reason: never used for refusals.
 */
export const exitCode = {
  ok: 0,
  invalidArguments: 1,
  invalidUser: 2,
  invalidCommand: 3,
  /** The process is gone already; normal when signalling. */
  noSuchProcess: 9,
  initializeFailed: 20,
  engineFailed: 29,
  featureDisabled: 32,
  directoriesFailed: 36,
  /** Our policy said no. */
  refused: 39,
  /** Ended by SIGTERM: the NodeManager knows it as a kill on request. */
  terminated: 143,
  /** The kernel killed it for exceeding its memory. The NodeManager reports 137 as a kill on request, without a reason. */
  outOfMemory: 247,
} as const;
