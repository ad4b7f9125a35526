// The second version of the event (`V2_0`): each token by itself, with numbers, lists and objects, and scopes.

const scopesOf = { admins: ['orders/read', 'orders/write'], clerks: ['orders/read'] }

export const handler = async (event) => {
  const { userAttributes, groupConfiguration } = event.request
  const scopes = groupConfiguration.groupsToOverride.flatMap((group) => scopesOf[group] ?? [])
  event.response = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { profile: { level: 1, tags: ['new'] } } },
      accessTokenGeneration: {
        claimsToAddOrOverride: { tenant: userAttributes.email?.split('@').at(-1) ?? 'none' },
        scopesToAdd: [...new Set(scopes)],
      },
    },
  }
  return event
}
