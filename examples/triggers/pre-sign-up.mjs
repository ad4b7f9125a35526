// Refuses addresses that nobody reads, and sends no code to who comes with an invitation that was mailed to them.
import { createHmac, timingSafeEqual } from 'node:crypto'

const REFUSED = new Set(['mailinator.com', 'trashmail.com'])

/** What an invitation holds: it proves that its mail was read, and cannot be made without the key. */
const invitationTo = (email) =>
  createHmac('sha256', process.env.INVITATION_KEY).update(email.toLowerCase()).digest('base64url')

const isInvited = (email, invitation) => {
  if (!process.env.INVITATION_KEY || !email || !invitation) return false
  const [expected, given] = [Buffer.from(invitationTo(email)), Buffer.from(invitation)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}

export const handler = async (event) => {
  // Whom an administrator creates, an administrator has looked at; there the response counts for nothing.
  if (event.triggerSource !== 'PreSignUp_SignUp') return event
  const { userAttributes, validationData } = event.request
  const domain = userAttributes.email?.split('@').at(-1)?.toLowerCase()
  // The text of an error is what the application gets to see.
  if (REFUSED.has(domain)) throw new Error(`addresses of ${domain} are not accepted`)
  // Everybody can send `validationData`: it decides nothing by being there.
  const invited = isInvited(userAttributes.email, validationData?.invitation)
  event.response.autoConfirmUser = invited
  event.response.autoVerifyEmail = invited
  return event
}
