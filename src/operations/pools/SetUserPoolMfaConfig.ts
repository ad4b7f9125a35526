import { admitPool } from '../../domain/pool-admission.ts'
import { checkMfaInput, replacedMfa } from '../../domain/pool-mfa.ts'
import { requireRepeated } from '../../domain/replica.ts'
import { savePool } from '../../flows/save-settings.ts'
import { fromWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import {
  EmailMfaConfigType,
  SmsMfaConfigType,
  SoftwareTokenMfaConfigType,
  UserPoolMfaType,
  WebAuthnConfigurationType,
} from '../../wire/shapes/mfa.ts'
import { operation } from '../operation.ts'
import { isAbroad, requirePool } from '../require.ts'
import { toMfaConfig } from './present.ts'

/**
 * Replaces the second factors of a user pool: a factor that a request leaves out is gone, and without
 * MfaConfiguration all of MFA is off. A replica takes what is set already.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html
 */
export const SetUserPoolMfaConfig = operation({
  auth: 'iam',
  quota: 'UserPoolResourceUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    SmsMfaConfiguration: SmsMfaConfigType,
    SoftwareTokenMfaConfiguration: SoftwareTokenMfaConfigType,
    EmailMfaConfiguration: EmailMfaConfigType,
    MfaConfiguration: UserPoolMfaType,
    WebAuthnConfiguration: WebAuthnConfigurationType,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const place = { region: pool.region, accountId: ctx.settings.accountId }
    const stated = fromWire(input)
    checkMfaInput(stated)
    const settings = replacedMfa(pool.settings, stated, place)
    admitPool({ input: {}, settings, place })
    if (isAbroad(ctx, pool)) requireRepeated(pool.settings, settings)
    else await savePool(ctx, pool, { ...pool, settings })
    return toMfaConfig(settings)
  },
})
