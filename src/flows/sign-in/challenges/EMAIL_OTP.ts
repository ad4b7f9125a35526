import { messageFactor } from '../message-factor.ts'

/** A code by e-mail: as the first factor, as the second, and as the proof of an address that becomes one. */
export const EMAIL_OTP = messageFactor('EMAIL_OTP', { answer: 'EMAIL_OTP_CODE', parameters: () => ({}) })
