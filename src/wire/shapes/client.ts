/** App clients and their secrets. */
import { boolean, integer, list, oneOf, required, string, structure } from '../schema.ts'
import { ArnType, StringType } from './common.ts'
import { ProviderNameType } from './identity-provider.ts'

export const ClientNameType = string({ min: 1, max: 128, pattern: String.raw`[\w\s+=,.@-]+` })
export const ClientTypeType = oneOf(['DCR', 'REGULAR'])
export const ClientSecretType = string({ min: 24, max: 64, pattern: String.raw`[\w+]+`, sensitive: true })
export const ClientSecretIdType = string({ min: 1, max: 128 })
export const RefreshTokenValidityType = integer({ min: 0, max: 315_360_000 })
export const AccessTokenValidityType = integer({ min: 1, max: 86_400 })
export const IdTokenValidityType = integer({ min: 1, max: 86_400 })
export const TimeUnitsType = oneOf(['seconds', 'minutes', 'hours', 'days'])

export const TokenValidityUnitsType = structure({
  AccessToken: TimeUnitsType,
  IdToken: TimeUnitsType,
  RefreshToken: TimeUnitsType,
})

export const FeatureType = oneOf(['ENABLED', 'DISABLED'])
export const RetryGracePeriodSecondsType = integer({ min: 0, max: 60 })

export const RefreshTokenRotationType = structure({
  Feature: required(FeatureType),
  RetryGracePeriodSeconds: RetryGracePeriodSecondsType,
})

export const AuthSessionValidityType = integer({ min: 3, max: 15 })
export const ClientPermissionType = string({ min: 1, max: 2048 })
export const ClientPermissionListType = list(ClientPermissionType)

export const ExplicitAuthFlowsType = oneOf([
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
  'ALLOW_CLIENT_TOKEN_AUTH', // documented, though the model of clients lacks it
])

export const ExplicitAuthFlowsListType = list(ExplicitAuthFlowsType)
export const SupportedIdentityProvidersListType = list(ProviderNameType)
export const RedirectUrlType = string({ min: 1, max: 1024, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+` })
export const CallbackURLsListType = list(RedirectUrlType, { min: 0, max: 100 })
export const LogoutURLsListType = list(RedirectUrlType, { min: 0, max: 100 })
export const OAuthFlowType = oneOf(['code', 'implicit', 'client_credentials'])
export const OAuthFlowsType = list(OAuthFlowType, { min: 0, max: 3 })
export const ScopeType = string({ min: 1, max: 256, pattern: String.raw`[\x21\x23-\x5B\x5D-\x7E]+` })
export const ScopeListType = list(ScopeType, { max: 50 })
export const HexStringType = string({ pattern: '^[0-9a-fA-F]+$' })

export const AnalyticsConfigurationType = structure({
  ApplicationId: HexStringType,
  ApplicationArn: ArnType,
  RoleArn: ArnType,
  ExternalId: StringType,
  UserDataShared: boolean,
})

export const PreventUserExistenceErrorTypes = oneOf(['LEGACY', 'ENABLED'])
