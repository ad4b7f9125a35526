import type { Example } from '../example.ts'
import { byEmail, byName, confirmed, invited, prepared, signedUp, watched } from '../prepare.ts'
import { forgotten, halfSignedIn, signedIn, tracking, withApp, withEvent, withSms } from '../steps.ts'
import { noEmailOption, smsOption } from './users.ts'

const client = '--client-id 3n4b5urk1ft4fl3mg5e62d9ado'
const token = '--access-token ACCESS_TOKEN'
const verified = { email_verified: 'true' }
const dan = prepared(byName, [confirmed('dan', { 'custom:FAVORITE_ANIMAL': 'otter' }), signedIn('dan')])
const masked = { 'CodeDeliveryDetails.Destination': 'The service shows no more of a domain than its first letter now.' }
const mail = { Destination: 'j***@e***.com', DeliveryMedium: 'EMAIL', AttributeName: 'email' }

/** What users do themselves: sign up, sign in, change what is theirs. */
export const account: readonly Example[] = [
  {
    command: 'admin-initiate-auth',
    line: `--user-pool-id us-west-2_aaaaaaaaa ${client} --auth-flow ADMIN_NO_SRP_AUTH --auth-parameters USERNAME=jane@example.com,PASSWORD=password`,
    prepare: prepared(byEmail, [
      invited('jane@example.com', { ...verified, phone_number: '+015550100', phone_number_verified: 'true' }),
    ]),
    output: {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: 'SESSION',
      ChallengeParameters: {
        USER_ID_FOR_SRP: '84514837-dcbc-4af1-abff-f3c109334894',
        requiredAttributes: '[]',
        // The documented number, +01xxx5550100, is none.
        userAttributes:
          '{"email_verified":"true","phone_number_verified":"true","phone_number":"+015550100","email":"jane@example.com"}',
      },
    },
  },
  {
    command: 'change-password',
    line: `--previous-password OldPassword --proposed-password NewPassword ${token}`,
    prepare: dan,
  },
  {
    command: 'confirm-forgot-password',
    line: `${client} --username=diego@example.com --password PASSWORD --confirmation-code CONF_CODE`,
    prepare: prepared(byEmail, [confirmed('diego@example.com', verified), forgotten('diego@example.com')]),
  },
  {
    command: 'confirm-sign-up',
    line: `${client} --username=diego@example.com --confirmation-code CONF_CODE`,
    prepare: prepared(byEmail, [signedUp('diego@example.com')]),
  },
  {
    command: 'delete-user-attributes',
    line: `${token} --user-attribute-names "FAVORITE_ANIMAL"`,
    mended: {
      line: `${token} --user-attribute-names "custom:FAVORITE_ANIMAL"`,
      why: 'An attribute that is not a standard one begins with custom: and no pool can have this one.',
    },
    prepare: dan,
  },
  { command: 'delete-user', line: token, prepare: dan },
  {
    command: 'forgot-password',
    line: '--client-id 38fjsnc484p94kpqsnet7mpld0 --username jane@example.com',
    prepare: prepared(byEmail, [confirmed('jane@example.com', verified)]),
    output: { CodeDeliveryDetails: mail },
    differs: masked,
  },
  {
    command: 'resend-confirmation-code',
    line: '--client-id 12a3b456c7de890f11g123hijk --username jane',
    prepare: prepared(byName, [signedUp('jane', { email: 'jane@example.com' })]),
    output: { CodeDeliveryDetails: mail },
    differs: masked,
  },
  {
    command: 'respond-to-auth-challenge',
    line: `${client} --challenge-name NEW_PASSWORD_REQUIRED --challenge-responses USERNAME=jane@example.com,NEW_PASSWORD="password" --session "SESSION_TOKEN"`,
    prepare: prepared({ ...byEmail, ...tracking }, [invited('jane@example.com'), halfSignedIn('jane@example.com')]),
    output: {
      ChallengeParameters: {},
      AuthenticationResult: {
        AccessToken: 'ACCESS_TOKEN',
        ExpiresIn: 3600,
        TokenType: 'Bearer',
        RefreshToken: 'REFRESH_TOKEN',
        IdToken: 'ID_TOKEN',
        NewDeviceMetadata: {
          DeviceKey: 'us-west-2_fec070d2-fa88-424a-8ec8-b26d7198eb23',
          DeviceGroupKey: '-wt2ha1Zd',
        },
      },
    },
  },
  {
    command: 'set-user-mfa-preference',
    line: '--access-token "eyJra12345EXAMPLE" --software-token-mfa-settings Enabled=true,PreferredMfa=true --sms-mfa-settings Enabled=false,PreferredMfa=false',
    prepare: prepared(byName, [confirmed('dan'), withApp('dan'), signedIn('dan')]),
  },
  {
    command: 'set-user-settings',
    line: `${token} --mfa-options DeliveryMedium=EMAIL`,
    mended: { line: `${token} --mfa-options ${smsOption}`, why: noEmailOption },
    prepare: prepared(byName, [confirmed('dan', { phone_number: '+15555551212' }), signedIn('dan'), withSms]),
  },
  {
    command: 'sign-up',
    line: `${client} --username jane@example.com --password PASSWORD --user-attributes Name="email",Value="jane@example.com" Name="name",Value="Jane"`,
    prepare: prepared(byEmail),
    output: { UserConfirmed: false, UserSub: 'e04d60a6-45dc-441c-a40b-e25a787d4862' },
    newer: ['CodeDeliveryDetails'],
  },
  {
    command: 'update-auth-event-feedback',
    line: '--user-pool-id us-west-2_aaaaaaaaa --username diego@example.com --event-id EVENT_ID --feedback-token FEEDBACK_TOKEN --feedback-value "Valid"',
    prepare: prepared(watched, [confirmed('diego@example.com'), withEvent('diego@example.com')]),
  },
  {
    command: 'update-user-attributes',
    line: `${token} --user-attributes Name="nickname",Value="Dan"`,
    prepare: dan,
    shows: ['CodeDeliveryDetailsList'],
  },
]
