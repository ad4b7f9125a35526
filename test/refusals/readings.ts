import type { Calls } from './calls.ts'
import type { Members } from './constraints.ts'
import type { Place } from './place.ts'
import { rows } from './rows.ts'

/** What reads, and neither makes nor uses up. */
const isReading = (operation: string) =>
  /^(Admin)?(Describe|Get|List)/.test(operation) && !/Token|VerificationCode$/.test(operation)

/** All that can be read about a place. */
export const readAll = async (calls: Calls, place: Place): Promise<Record<string, Members>> => {
  const found: Record<string, Members> = {}
  for (const [operation, row] of Object.entries(rows)) {
    if (!isReading(operation)) continue
    const { $metadata, ...answer } = await calls.call(operation, await row(place, calls))
    found[operation] = answer
  }
  return found
}
