/**
 * The milliseconds of processor time that work takes on this thread: what else runs on the machine adds nothing,
 * so that a test of what takes linear time can bound it.
 */
export const cpuMs = (work: () => void): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
