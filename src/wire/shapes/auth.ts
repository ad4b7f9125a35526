/** Sign-in: flows, challenges, tokens, and what a client tells about itself on the way. */
import { list, map, oneOf, required, string, structure } from '../schema.ts'
import { StringType } from './common.ts'

export const AuthFlowType = oneOf([
  'USER_SRP_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
  'CUSTOM_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
])

export const AuthParametersType = map(StringType, StringType, { sensitive: true })

export const ChallengeNameType = oneOf([
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'PASSWORD_VERIFIER',
  'CUSTOM_CHALLENGE',
  'SELECT_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'ADMIN_NO_SRP_AUTH',
  'NEW_PASSWORD_REQUIRED',
  'SMS_OTP',
  'PASSWORD',
  'WEB_AUTHN',
  'PASSWORD_SRP',
])

export const ChallengeResponsesType = map(StringType, StringType, { sensitive: true })
export const SessionType = string({ min: 20, max: 2048, sensitive: true })
export const TokenModelType = string({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true })
export const SecretHashType = string({ min: 1, max: 128, pattern: String.raw`[\w+=/]+`, sensitive: true })
export const ClientMetadataType = map(StringType, StringType)

export const AnalyticsMetadataType = structure({
  AnalyticsEndpointId: StringType,
})

export const HttpHeader = structure({
  headerName: StringType,
  headerValue: StringType,
})

export const HttpHeaderList = list(HttpHeader)

export const ContextDataType = structure({
  IpAddress: required(StringType),
  ServerName: required(StringType),
  ServerPath: required(StringType),
  HttpHeaders: required(HttpHeaderList),
  EncodedData: StringType,
})

export const UserContextDataType = structure(
  {
    IpAddress: StringType,
    EncodedData: StringType,
  },
  { sensitive: true },
)
