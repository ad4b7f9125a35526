import { PASSWORD } from '../../fixture.ts'
import { textAt } from '../make.ts'
import { link } from '../place.ts'
import { and, ofClient, ofJane, ofSomebody, type Row, type Rows } from './row.ts'

const device: Row = ({ poolId, jane }) => ({ UserPoolId: poolId, Username: jane.username, DeviceKey: jane.deviceKey })
const membership: Row = ({ poolId, jane, group }) => ({ UserPoolId: poolId, Username: jane.username, GroupName: group })

const signIns: Rows = {
  AdminInitiateAuth: and(ofClient, ({ jane }) => ({
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: jane.username, PASSWORD },
  })),
  AdminRespondToAuthChallenge: and(ofClient, async ({ make }) => {
    const { username, session } = await make.newcomer()
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeResponses: { USERNAME: username, NEW_PASSWORD: `${PASSWORD}-new` },
      Session: session,
    }
  }),
}

const belongings: Rows = {
  AdminAddUserToGroup: membership,
  AdminDisableProviderForUser: async ({ poolId, provider, make }, { call }) => {
    const username = await make.user()
    await call('AdminLinkProviderForUser', { UserPoolId: poolId, ...link(provider, 'subject', username) })
    return { UserPoolId: poolId, User: link(provider, 'subject', username).SourceUser }
  },
  AdminForgetDevice: async ({ poolId, jane, make }) => ({
    UserPoolId: poolId,
    Username: jane.username,
    DeviceKey: (await make.device(jane.username)).deviceKey,
  }),
  AdminGetDevice: device,
  AdminLinkProviderForUser: ({ poolId, provider, jane }) => ({
    UserPoolId: poolId,
    ...link(provider, 'another subject', jane.username),
  }),
  AdminListDevices: ofJane,
  AdminListGroupsForUser: ofJane,
  AdminListUserAuthEvents: ofJane,
  AdminListUserSessions: ofJane,
  AdminRemoveUserFromGroup: membership,
  AdminRevokeUserSession: async ({ poolId, make }, { call }) => {
    const { username, accessToken } = await make.signedIn()
    const { Sessions } = await call('ListUserSessions', { AccessToken: accessToken })
    return { UserPoolId: poolId, Username: username, SessionId: textAt(Sessions, 0, 'SessionId') }
  },
  AdminUpdateAuthEventFeedback: and(ofJane, ({ jane }) => ({ EventId: jane.eventId, FeedbackValue: 'Valid' })),
  AdminUpdateDeviceStatus: and(device, { DeviceRememberedStatus: 'remembered' }),
}

/** Requests of administrators about users. */
export const users: Rows = {
  ...signIns,
  ...belongings,
  AdminConfirmSignUp: async ({ poolId, make }) => ({ UserPoolId: poolId, Username: await make.signedUp() }),
  AdminCreateUser: ({ poolId, make }) => ({
    UserPoolId: poolId,
    Username: make.newName('created'),
    MessageAction: 'SUPPRESS',
  }),
  AdminDeleteSoftwareToken: ofJane,
  AdminDeleteUser: ofSomebody,
  AdminDeleteUserAttributes: and(ofSomebody, { UserAttributeNames: ['nickname'] }),
  AdminDisableUser: ofSomebody,
  AdminEnableUser: ofSomebody,
  AdminGetUser: ofJane,
  AdminGetUserAuthFactors: ofJane,
  AdminResetUserPassword: ofSomebody,
  AdminSetUserMFAPreference: and(ofJane, { SoftwareTokenMfaSettings: { Enabled: false } }),
  AdminSetUserPassword: and(ofSomebody, { Password: `${PASSWORD}-new` }),
  AdminSetUserSettings: and(ofJane, { MFAOptions: [] }),
  AdminUpdateUserAttributes: and(ofJane, { UserAttributes: [{ Name: 'nickname', Value: 'j' }] }),
  AdminUserGlobalSignOut: ofSomebody,
}
