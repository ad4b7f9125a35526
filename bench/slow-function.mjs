// A function of PreAuthentication that takes its time, and lets everybody in.
import { setTimeout as sleep } from 'node:timers/promises'

export const handler = async (event) => {
  await sleep(4_000)
  return event
}
