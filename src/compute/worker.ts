/** What the workers run, by name. */
export { exchangeKey, powerOfG } from './power.ts'
export { signAll } from './sign.ts'
