import { createHmac } from 'node:crypto'

/**
 * The value of the header `cenote-signature`: `t=<seconds>,v1=<hexadecimal HMAC-SHA256>`, over
 * `<seconds>.<body>` under a secret that the receiver shares. Receivers recompute it, and refuse old times
 * as replays. `at` is in epoch milliseconds.
 */
export const signatureHeader = (secret: string, at: number, body: string): string => {
  const seconds = Math.floor(at / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
