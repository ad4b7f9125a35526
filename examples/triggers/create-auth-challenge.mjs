// Makes a code and sends it, once in a sign-in: the tries after the first are at the same code.
import { randomInt } from 'node:crypto'

const PREFIX = 'CODE-'

/** Put your own mail or text message here. What a function prints is in the log of Cenote at the level `debug`. */
const send = async (address, code) => {
  // biome-ignore lint/suspicious/noConsole: the example has no other way to show the code
  console.log(`the code for ${address} is ${code}`)
}

/** The code of this sign-in: functions see the metadata of earlier challenges, and clients never do. */
const sentCode = (session) =>
  session
    .findLast(({ challengeMetadata }) => challengeMetadata?.startsWith(PREFIX))
    ?.challengeMetadata.slice(PREFIX.length)

export const handler = async (event) => {
  const { session, userAttributes, userNotFound } = event.request
  const earlier = sentCode(session)
  const code = earlier ?? String(randomInt(1_000_000)).padStart(6, '0')
  if (earlier === undefined && !userNotFound) await send(userAttributes.email, code)
  event.response = {
    publicChallengeParameters: { medium: 'EMAIL' },
    privateChallengeParameters: { code },
    challengeMetadata: PREFIX + code,
  }
  return event
}
