/** What the workers run, by name. */
import { runAfterServing } from './priority.ts'

export { exchangeKey, powerOfG } from './power.ts'
export { signAll } from './sign.ts'

runAfterServing()
