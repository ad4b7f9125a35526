import { messageFactor } from '../message-factor.ts'

/** A code by text message as the first factor. */
export const SMS_OTP = messageFactor('SMS_OTP', { answer: 'SMS_OTP_CODE', parameters: () => ({}) })
