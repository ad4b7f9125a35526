import { type Family, type Members, newPool, once, refused } from './family.ts'
import { eums, ses, sms } from './senders.ts'

const factors = { SoftwareTokenMfaConfiguration: { Enabled: true }, MfaConfiguration: 'OPTIONAL' }

/** The second factors of a pool, which are set together. */
export const mfa: Family = {
  name: 'second factors',
  create: 'SetUserPoolMfaConfig',
  describe: 'GetUserPoolMfaConfig',
  shown: [],
  keys: ['UserPoolId'],
  update: 'SetUserPoolMfaConfig',
  place: async (call) => ({ UserPoolId: await newPool(call, { EmailConfiguration: ses }) }),
  members: {
    SmsMfaConfiguration: {
      samples: [
        { SmsAuthenticationMessage: 'a {####}', SmsConfiguration: sms },
        { SmsAuthenticationMessage: 'b {####}', SmsConfiguration: { EumsSms: eums } },
      ],
      beside: factors,
      empties: {
        SmsMfaConfiguration: refused(),
        'SmsMfaConfiguration.SmsConfiguration': refused(),
        'SmsMfaConfiguration.SmsConfiguration.SnsCallerArn': refused(),
      },
    },
    SoftwareTokenMfaConfiguration: {
      samples: [{ Enabled: true }, { Enabled: false }],
      beside: { MfaConfiguration: 'OPTIONAL', EmailMfaConfiguration: { Message: 'mail {####}', Subject: 'mail' } },
      empties: { SoftwareTokenMfaConfiguration: { Enabled: false } },
    },
    EmailMfaConfiguration: {
      samples: [
        { Message: 'a {####}', Subject: 'a' },
        { Message: 'b {####}', Subject: 'b' },
      ],
      beside: factors,
    },
    MfaConfiguration: {
      samples: ['ON', 'OPTIONAL'],
      initial: refused(),
      beside: { SoftwareTokenMfaConfiguration: { Enabled: true } },
    },
    WebAuthnConfiguration: {
      samples: [
        { RelyingPartyId: 'example.com', UserVerification: 'required', FactorConfiguration: 'SINGLE_FACTOR' },
        {
          RelyingPartyId: 'example.org',
          UserVerification: 'preferred',
          FactorConfiguration: 'MULTI_FACTOR_WITH_USER_VERIFICATION',
        },
      ],
      beside: factors,
      empties: { WebAuthnConfiguration: { UserVerification: 'preferred' } },
    },
  },
}

const tracking = { UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 5 } }

/** How a pool tracks sessions. */
export const poolSessions: Family = {
  name: 'session configurations of pools',
  create: 'SetUserPoolSessionConfiguration',
  update: 'SetUserPoolSessionConfiguration',
  describe: 'GetUserPoolSessionConfiguration',
  shown: [],
  keys: ['UserPoolId'],
  place: async (call) => ({ UserPoolId: await newPool(call) }),
  creating: tracking,
  updating: tracking,
  members: {
    UserSessionTracking: { samples: ['ENABLED', 'DISABLED'] },
    TokenSession: { samples: [{ MaxPerUser: 7 }, { MaxPerUser: 3 }] },
  },
}

const range = (address: string) => [`${address}/32`]
const email = (subject: string) => ({ Subject: subject, HtmlBody: `<p>${subject}</p>`, TextBody: `text ${subject}` })
const action = (EventAction: string, Notify = true) => ({ EventAction, Notify })
const takeover = {
  NotifyConfiguration: {
    From: 'a@example.com',
    ReplyTo: 'b@example.com',
    SourceArn: ses.SourceArn,
    BlockEmail: email('blocked'),
    NoActionEmail: email('nothing'),
    MfaEmail: email('factor'),
  },
  Actions: {
    LowAction: action('NO_ACTION', false),
    MediumAction: action('MFA_IF_CONFIGURED'),
    HighAction: action('BLOCK'),
  },
}
const everyEvent = ['SIGN_IN', 'PASSWORD_CHANGE', 'SIGN_UP']
const compromised = (EventFilter: string[], EventAction = 'BLOCK') => ({ EventFilter, Actions: { EventAction } })
const watching = { UserPoolTier: 'PLUS', UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' } }
const watched = once((call) => newPool(call, watching))

/** What a client does about risks: each has one of its own, in a pool that watches. */
export const risk: Family = {
  name: 'risk configurations',
  create: 'SetRiskConfiguration',
  update: 'SetRiskConfiguration',
  describe: 'DescribeRiskConfiguration',
  shown: ['RiskConfiguration'],
  keys: ['UserPoolId', 'ClientId'],
  place: async (call) => {
    const UserPoolId = await watched(call)
    const answer = await call('CreateUserPoolClient', { UserPoolId, ClientName: 'app' })
    return { UserPoolId, ClientId: (answer.UserPoolClient as Members).ClientId }
  },
  members: {
    CompromisedCredentialsRiskConfiguration: {
      samples: [compromised(['SIGN_UP']), compromised(['SIGN_IN', 'PASSWORD_CHANGE'], 'NO_ACTION')],
      empties: { 'CompromisedCredentialsRiskConfiguration.EventFilter': compromised(everyEvent) },
    },
    AccountTakeoverRiskConfiguration: {
      samples: [takeover, { Actions: { HighAction: action('MFA_REQUIRED', false) } }],
      empties: {
        'AccountTakeoverRiskConfiguration.NotifyConfiguration.From': refused(),
        'AccountTakeoverRiskConfiguration.NotifyConfiguration.ReplyTo': refused(),
      },
    },
    RiskExceptionConfiguration: {
      samples: [
        { BlockedIPRangeList: range('192.0.2.1'), SkippedIPRangeList: range('192.0.2.2') },
        { SkippedIPRangeList: range('192.0.2.3') },
      ],
    },
  },
}

const logGroup = (name: string) => ({ LogGroupArn: `arn:aws:logs:us-east-1:000000000000:log-group:${name}` })
const failures = (name: string) => ({
  LogLevel: 'ERROR',
  EventSource: 'userNotification',
  CloudWatchLogsConfiguration: logGroup(name),
})
const events = { LogLevel: 'INFO', EventSource: 'userAuthEvents' }
const stream = { StreamArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/events' }

/** What a pool logs. */
export const logs: Family = {
  name: 'log deliveries',
  create: 'SetLogDeliveryConfiguration',
  update: 'SetLogDeliveryConfiguration',
  describe: 'GetLogDeliveryConfiguration',
  shown: ['LogDeliveryConfiguration'],
  keys: ['UserPoolId'],
  place: async (call) => ({ UserPoolId: await newPool(call, watching) }),
  creating: { LogConfigurations: [] },
  members: {
    LogConfigurations: {
      samples: [
        [failures('one')],
        [failures('two'), { ...events, S3Configuration: { BucketArn: 'arn:aws:s3:::bucket' } }],
        [{ ...events, FirehoseConfiguration: stream }],
        [{ ...events, CloudWatchLogsConfiguration: logGroup('events') }],
      ],
    },
  },
}
