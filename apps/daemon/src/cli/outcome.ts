/** Where a command leaves its exit code. */
export interface Outcome {
  exitCode: number;
}
