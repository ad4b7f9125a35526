// Decides what comes next in a custom sign-in: three tries at a code, after the password if the client began with SRP_A.

const MAX_TRIES = 3

const next = (session) => {
  const last = session.at(-1)
  if (last?.challengeName === 'SRP_A') return { challengeName: 'PASSWORD_VERIFIER' }
  if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) return { issueTokens: true }
  const tries = session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE').length
  return tries < MAX_TRIES ? { challengeName: 'CUSTOM_CHALLENGE' } : { failAuthentication: true }
}

export const handler = async (event) => {
  // The same whether the user exists or not (`userNotFound`): Cenote never gives tokens for one who does not.
  event.response = { issueTokens: false, failAuthentication: false, ...next(event.request.session) }
  return event
}
