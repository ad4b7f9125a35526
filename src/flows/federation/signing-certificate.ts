import { createHash } from 'node:crypto'
import type { Context } from '../../context.ts'
import { selfSignedCertificate } from '../../domain/certificate.ts'
import type { Pool } from '../../domain/pool.ts'

const YEAR_MS = 365 * 24 * 60 * 60 * 1000
const LIFE_YEARS = 10
const SERIAL_BYTES = 16

/**
 * The certificate of the key by which a pool signs its requests to SAML providers: base64 of its DER form.
 * It is made of the key and the date alone, so that it is the same whoever asks: a certificate is valid
 * for ten years, and each year there is a new one of the same key, beside which the old one stays good.
 */
export const signingCertificate = async (ctx: Context, pool: Pick<Pool, 'id'>): Promise<string> => {
  const { kid, privateKey, createdAt } = await ctx.keys.saml(pool.id)
  const years = Math.max(0, Math.floor((ctx.now() - createdAt) / YEAR_MS))
  const from = createdAt + years * YEAR_MS
  const serial = createHash('sha256').update(`${pool.id}|${kid}|${from}`).digest().subarray(0, SERIAL_BYTES)
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return selfSignedCertificate({ privateKey: pem, name: pool.id, serial, from, until: from + LIFE_YEARS * YEAR_MS })
}
