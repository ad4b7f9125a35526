import { fault } from '../../domain/errors.ts'
import type { VerifiedAttribute } from '../../domain/pool.ts'

/** The attribute of a request that asks for a proof. Raises InvalidParameterException for any but an address. */
export const requireVerifiable = (name: string): VerifiedAttribute => {
  if (name === 'email' || name === 'phone_number') return name
  throw fault('InvalidParameterException', 'invalid attribute name. Only phone_number and email can be verified')
}
