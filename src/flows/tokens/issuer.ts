import type { Settings } from '../../context.ts'
import type { Pool } from '../../domain/pool.ts'

/** The `iss` of a pool's tokens, under which its discovery document lies unless it is in AWS's form. */
export const issuerOf = ({ issuer, publicUrl }: Settings, pool: Pick<Pool, 'id' | 'region' | 'settings'>): string => {
  if (issuer === 'public-url') return `${publicUrl}/${pool.id}`
  const host = pool.settings.issuerConfiguration?.type === 'UPDATED' ? 'issuer-cognito-idp' : 'cognito-idp'
  return `https://${host}.${pool.region}.amazonaws.com/${pool.id}`
}
