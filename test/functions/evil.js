// A custom sign-in whose functions answer what the caller's ClientMetadata `reply` says, in place of their own answer.
const own = {
  DefineAuthChallenge_Authentication: { challengeName: 'CUSTOM_CHALLENGE' },
  CreateAuthChallenge_Authentication: { publicChallengeParameters: {}, privateChallengeParameters: {} },
  VerifyAuthChallengeResponse_Authentication: { answerCorrect: false },
}

export const evil = async (event) => {
  const { reply = '{}' } = event.request.clientMetadata ?? {}
  const { source, response, throws } = JSON.parse(reply)
  if (source !== event.triggerSource) return { ...event, response: own[event.triggerSource] }
  if (throws !== undefined) throw new Error(throws)
  return { ...event, response }
}
