import type { Example } from '../example.ts'
import { byEmail, byName, confirmed, invited, prepared, signedUp, watched } from '../prepare.ts'
import { group, withEvent, withSms } from '../steps.ts'

const pool = '--user-pool-id us-west-2_aaaaaaaaa'
const jane = `${pool} --username jane@example.com`
const diego = `${pool} --username diego@example.com`
const ofJane = prepared(byEmail, [confirmed('jane@example.com')])
const ofDiego = prepared(byEmail, [confirmed('diego@example.com', { 'custom:CustomAttr1': 'Red' })])

/** What the older operations on factors take. */
export const smsOption = 'DeliveryMedium=SMS,AttributeName=phone_number'
/** Why they do not take what is documented (aws/aws-sdk-ios, issue 382). */
export const noEmailOption =
  'The service refuses all but text messages: "Only phone_number attribute is currently supported".'

/** What administrators do with users. */
export const users: readonly Example[] = [
  { command: 'admin-disable-user', line: jane, prepare: ofJane },
  { command: 'admin-enable-user', line: jane, prepare: ofJane },
  {
    command: 'admin-add-user-to-group',
    line: `${pool} --username Jane --group-name MyGroup`,
    prepare: prepared(byName, [confirmed('Jane'), group('MyGroup')]),
  },
  { command: 'admin-confirm-sign-up', line: jane, prepare: prepared(byEmail, [signedUp('jane@example.com')]) },
  {
    command: 'admin-create-user',
    line: `${pool} --username diego --user-attributes Name=email,Value=diego@example.com Name=phone_number,Value="+15555551212" --message-action SUPPRESS`,
    prepare: prepared(byName),
    output: {
      User: {
        Username: 'diego',
        Attributes: [
          { Name: 'sub', Value: '7325c1de-b05b-4f84-b321-9adc6e61f4a2' },
          { Name: 'phone_number', Value: '+15555551212' },
          { Name: 'email', Value: 'diego@example.com' },
        ],
        UserCreateDate: 1548099495.428,
        UserLastModifiedDate: 1548099495.428,
        Enabled: true,
        UserStatus: 'FORCE_CHANGE_PASSWORD',
      },
    },
  },
  {
    command: 'admin-delete-user-attributes',
    line: `${diego} --user-attribute-names "custom:CustomAttr1"`,
    prepare: ofDiego,
  },
  { command: 'admin-delete-user', line: diego, prepare: ofDiego },
  {
    command: 'admin-get-user',
    line: jane,
    prepare: prepared(byEmail, [
      invited('jane@example.com', {
        email_verified: 'true',
        phone_number: '+01115551212',
        phone_number_verified: 'true',
      }),
    ]),
    output: {
      Username: '4320de44-2322-4620-999b-5e2e1c8df013',
      Enabled: true,
      UserStatus: 'FORCE_CHANGE_PASSWORD',
      UserCreateDate: 1548108509.537,
      UserAttributes: [
        { Name: 'sub', Value: '4320de44-2322-4620-999b-5e2e1c8df013' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'phone_number_verified', Value: 'true' },
        { Name: 'phone_number', Value: '+01115551212' },
        { Name: 'email', Value: 'jane@example.com' },
      ],
      UserLastModifiedDate: 1548108509.537,
    },
  },
  {
    command: 'admin-list-groups-for-user',
    line: diego,
    prepare: prepared(byEmail, [
      confirmed('diego@example.com'),
      group('SampleGroup', ['diego@example.com'], {
        Description: 'Sample group',
        Precedence: 1,
        RoleArn: 'arn:aws:iam::111111111111:role/SampleRole',
      }),
    ]),
    output: {
      Groups: [
        {
          Description: 'Sample group',
          Precedence: 1,
          LastModifiedDate: 1548097827.125,
          RoleArn: 'arn:aws:iam::111111111111:role/SampleRole',
          GroupName: 'SampleGroup',
          UserPoolId: 'us-west-2_aaaaaaaaa',
          CreationDate: 1548097827.125,
        },
      ],
    },
  },
  {
    command: 'admin-list-user-auth-events',
    line: diego,
    prepare: prepared(watched, [confirmed('diego@example.com'), withEvent('diego@example.com')]),
    shows: ['AuthEvents'],
  },
  {
    command: 'admin-remove-user-from-group',
    line: `${jane} --group-name SampleGroup`,
    prepare: prepared(byEmail, [confirmed('jane@example.com'), group('SampleGroup', ['jane@example.com'])]),
  },
  {
    command: 'admin-reset-user-password',
    line: diego,
    prepare: prepared(byEmail, [confirmed('diego@example.com', { email_verified: 'true' })]),
  },
  {
    command: 'admin-set-user-mfa-preference',
    line: `${diego} --sms-mfa-settings Enabled=false,PreferredMfa=false`,
    prepare: ofDiego,
  },
  {
    command: 'admin-set-user-settings',
    line: `${diego} --mfa-options DeliveryMedium=EMAIL`,
    mended: { line: `${diego} --mfa-options ${smsOption}`, why: noEmailOption },
    prepare: prepared(byEmail, [confirmed('diego@example.com', { phone_number: '+15555551212' }), withSms]),
  },
  {
    command: 'admin-update-auth-event-feedback',
    line: `${diego} --event-id c2c2cf89-c0d3-482d-aba6-99d78a5b0bfe --feedback-value Valid`,
    prepare: prepared(watched, [confirmed('diego@example.com'), withEvent('diego@example.com')]),
  },
  {
    command: 'admin-update-user-attributes',
    line: `${diego} --user-attributes Name="custom:CustomAttr1",Value="Purple"`,
    prepare: ofDiego,
  },
  {
    command: 'list-users',
    line: `${pool} --limit 20`,
    prepare: prepared(byEmail, [invited('mary@example.com', { email_verified: 'true' })]),
    output: {
      Users: [
        {
          Username: '22704aa3-fc10-479a-97eb-2af5806bd327',
          Enabled: true,
          UserStatus: 'FORCE_CHANGE_PASSWORD',
          UserCreateDate: 1548089817.683,
          UserLastModifiedDate: 1548089817.683,
          Attributes: [
            { Name: 'sub', Value: '22704aa3-fc10-479a-97eb-2af5806bd327' },
            { Name: 'email_verified', Value: 'true' },
            { Name: 'email', Value: 'mary@example.com' },
          ],
        },
      ],
    },
  },
]
