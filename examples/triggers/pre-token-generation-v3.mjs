// The third version of the event (`V3_0`): also for access tokens of clients themselves, which have no user.

export const handler = async (event) => {
  const { scopes, clientMetadata } = event.request
  const isMachine = event.triggerSource === 'TokenGeneration_ClientCredentials'
  // The caller's own word may make a token less than it would be, and not more.
  const isReadOnly = clientMetadata?.access === 'read'
  event.response = {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: {
        claimsToAddOrOverride: { kind: isMachine ? 'machine' : 'human' },
        scopesToSuppress: isReadOnly ? scopes.filter((scope) => !scope.endsWith('/read')) : [],
      },
    },
  }
  return event
}
