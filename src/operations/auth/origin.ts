import type { Origin } from '../../domain/sign-in.ts'
import type { Infer } from '../../wire/schema.ts'
import type { ContextDataType } from '../../wire/shapes/auth.ts'
import type { Peer } from '../operation.ts'

/** Where a user signs in from: the connection, or what an administrator's server tells of the user's own. */
export const originOf = (
  { ipAddress, userAgent }: Pick<Peer, 'ipAddress' | 'userAgent'>,
  told?: Infer<typeof ContextDataType>,
): Origin => {
  if (!told) return { ipAddress, userAgent }
  const header = told.HttpHeaders.find(({ headerName }) => /^user-?agent$/i.test(headerName ?? ''))
  return { ipAddress: told.IpAddress, userAgent: header?.headerValue }
}
