import { feedbackToken } from '../../../src/flows/events/feedback.ts'
import { newDevice, verifierOf } from '../../devices.ts'
import { PASSWORD } from '../../fixture.ts'
import { textAt } from '../make.ts'
import { and, byJane, bySomebody, type Rows } from './row.ts'

const email = { AttributeName: 'email' }
const devices: Rows = {
  ConfirmDevice: async ({ jane, make }) => {
    const { accessToken, result } = await make.signedIn(jane.username)
    const device = newDevice(result.NewDeviceMetadata ?? {})
    return { AccessToken: accessToken, DeviceKey: device.key, DeviceSecretVerifierConfig: verifierOf(device) }
  },
  ForgetDevice: async ({ jane, make }) => {
    const { accessToken, deviceKey } = await make.device(jane.username)
    return { AccessToken: accessToken, DeviceKey: deviceKey }
  },
  GetDevice: and(byJane, ({ jane }) => ({ DeviceKey: jane.deviceKey })),
  ListDevices: byJane,
  UpdateDeviceStatus: and(byJane, ({ jane }) => ({ DeviceKey: jane.deviceKey, DeviceRememberedStatus: 'remembered' })),
}

const passkeys: Rows = {
  CompleteWebAuthnRegistration: async ({ make }) => {
    const { accessToken } = await make.signedIn()
    return { AccessToken: accessToken, Credential: await make.passkey(accessToken) }
  },
  DeleteWebAuthnCredential: async ({ make }, { call }) => {
    const { accessToken: AccessToken } = await make.signedIn()
    const Credential = await make.passkey(AccessToken)
    await call('CompleteWebAuthnRegistration', { AccessToken, Credential })
    return { AccessToken, CredentialId: Credential.id }
  },
  ListWebAuthnCredentials: byJane,
  StartWebAuthnRegistration: byJane,
}

const sessions: Rows = {
  ListUserSessions: byJane,
  RevokeUserSession: async ({ make }, { call }) => {
    const { username, accessToken } = await make.signedIn()
    const { Sessions } = await call('ListUserSessions', { AccessToken: accessToken })
    const { accessToken: AccessToken } = await make.signedIn(username)
    return { AccessToken, SessionId: textAt(Sessions, 0, 'SessionId') }
  },
}

/** Requests of users about themselves. */
export const account: Rows = {
  ...devices,
  ...passkeys,
  ...sessions,
  AssociateSoftwareToken: byJane,
  ChangePassword: and(bySomebody, { PreviousPassword: PASSWORD, ProposedPassword: `${PASSWORD}-new` }),
  DeleteUser: bySomebody,
  DeleteUserAttributes: and(bySomebody, { UserAttributeNames: ['nickname'] }),
  GetUser: byJane,
  GetUserAttributeVerificationCode: and(bySomebody, email),
  GetUserAuthFactors: byJane,
  GlobalSignOut: bySomebody,
  SetUserMFAPreference: and(byJane, { SoftwareTokenMfaSettings: { Enabled: false } }),
  SetUserSettings: and(byJane, { MFAOptions: [] }),
  UpdateAuthEventFeedback: ({ poolId, jane }, { ctx }) => ({
    UserPoolId: poolId,
    Username: jane.username,
    EventId: jane.eventId,
    // As it stands in the message about the event.
    FeedbackToken: feedbackToken(ctx, { poolId, sub: jane.sub, id: jane.eventId }),
    FeedbackValue: 'Invalid',
  }),
  UpdateUserAttributes: and(byJane, { UserAttributes: [{ Name: 'nickname', Value: 'j' }] }),
  VerifySoftwareToken: and(bySomebody, { UserCode: '123456' }),
  VerifyUserAttribute: async ({ make }, { call }) => {
    const { username, accessToken: AccessToken } = await make.signedIn()
    await call('GetUserAttributeVerificationCode', { AccessToken, ...email })
    return { AccessToken, ...email, Code: await make.code(username) }
  },
}
