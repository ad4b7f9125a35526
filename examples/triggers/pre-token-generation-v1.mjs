// The first version of the event (`V1_0`): texts in the ID token, and the groups of both tokens.

export const handler = async (event) => {
  const { userAttributes, groupConfiguration } = event.request
  event.response = {
    claimsOverrideDetails: {
      claimsToAddOrOverride: { tenant: userAttributes.email?.split('@').at(-1) ?? 'none' },
      claimsToSuppress: ['phone_number', 'phone_number_verified'],
      // Replaces the user's groups; leave this out to keep them.
      groupOverrideDetails: {
        ...groupConfiguration,
        groupsToOverride: groupConfiguration.groupsToOverride.map((group) => `acme:${group}`),
      },
    },
  }
  return event
}
