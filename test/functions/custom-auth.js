// The three functions of a custom sign-in, plain or after SRP: an answer is right when it is `right`, and the third
// wrong one ends the sign-in. A user may choose otherwise by ClientMetadata `define`, a JSON response of its own.
import { appendFileSync } from 'node:fs'

const record = (event) => appendFileSync(new URL('./events.jsonl', import.meta.url), `${JSON.stringify(event)}\n`)

const decide = (session) => {
  const last = session.at(-1)
  const custom = session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE')
  if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' }
  if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return { issueTokens: true }
  if (custom.length >= 3) return { failAuthentication: true }
  return { challengeName: 'CUSTOM_CHALLENGE' }
}

export const define = async (event) => {
  record(event)
  const { session, clientMetadata } = event.request
  const response = clientMetadata?.define ? JSON.parse(clientMetadata.define) : decide(session)
  return { ...event, response: { issueTokens: false, failAuthentication: false, ...response } }
}

export const create = (event, _context, callback) => {
  record(event)
  const round = event.request.session.length + 1
  event.response.publicChallengeParameters = { question: `Round ${round}` }
  event.response.privateChallengeParameters = { answer: 'right' }
  event.response.challengeMetadata = `ROUND_${round}`
  callback(null, event)
}

export const verify = async (event) => {
  record(event)
  const { privateChallengeParameters, challengeAnswer } = event.request
  event.response.answerCorrect = challengeAnswer === privateChallengeParameters.answer
  return event
}
