// Judges the answer to a code.
import { timingSafeEqual } from 'node:crypto'

const isEqual = (a, b) => a.length === b.length && timingSafeEqual(a, b)

export const handler = async (event) => {
  const { privateChallengeParameters, challengeAnswer } = event.request
  event.response = {
    answerCorrect: isEqual(Buffer.from(challengeAnswer), Buffer.from(privateChallengeParameters.code)),
  }
  return event
}
