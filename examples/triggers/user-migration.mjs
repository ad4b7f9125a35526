// Brings users over from another system when they first sign in, or have forgotten their password.
import { scryptSync, timingSafeEqual } from 'node:crypto'

const hash = (password, salt) => scryptSync(password, salt, 32)

/** Put the other system here: a database, a directory, or its own way to sign in. */
const others = new Map([
  ['maria', { email: 'maria@example.com', name: 'Maria', salt: 'salt', hash: hash('Old-horse-9', 'salt') }],
])

const isRight = (user, password) => timingSafeEqual(hash(password, user.salt), user.hash)

export const handler = async (event) => {
  const user = others.get(event.userName)
  const { password } = event.request
  // Nothing in `userAttributes` means that nobody is known by this name, or not by this password.
  if (!user || (event.triggerSource === 'UserMigration_Authentication' && !isRight(user, password))) return event
  event.response = {
    // Verified here, the address takes the codes of a forgotten password.
    userAttributes: { email: user.email, email_verified: 'true', name: user.name },
    finalUserStatus: 'CONFIRMED',
    messageAction: 'SUPPRESS',
  }
  return event
}
