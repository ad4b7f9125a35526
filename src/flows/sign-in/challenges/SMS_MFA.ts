import { messageFactor } from '../message-factor.ts'

/** A code by text message as the second factor. */
export const SMS_MFA = messageFactor('SMS_MFA', {
  answer: 'SMS_MFA_CODE',
  parameters: ({ user }) => ({ USER_ID_FOR_SRP: user.username }),
})
