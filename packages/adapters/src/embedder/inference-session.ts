// One thread: two serve one short text no faster, and each worker thread would take a second core.
// Texts come one at a time and in all lengths: without plan and arena by shape, memory stays where it is after the longest.
export const INFERENCE_SESSION = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableMemPattern: false,
  enableCpuMemArena: false,
};
