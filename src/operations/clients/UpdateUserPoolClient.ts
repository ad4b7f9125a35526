import { checkClient } from '../../domain/client-rules.ts'
import { clientSettings } from '../../domain/client-settings.ts'
import { defined } from '../../domain/defined.ts'
import { openSecrets } from '../../flows/client-secrets.ts'
import { findProviders } from '../../flows/federation/providers.ts'
import { saveClient } from '../../flows/save-settings.ts'
import { findScopes } from '../../flows/scopes.ts'
import { fromWire } from '../../wire/casing.ts'
import { required, structure } from '../../wire/schema.ts'
import { ClientNameType } from '../../wire/shapes/client.ts'
import { ClientIdType, UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requireClient, requirePool } from '../require.ts'
import { settingMembers } from './members.ts'
import { toUserPoolClient } from './present.ts'

/**
 * Replaces the settings of an app client: what a request leaves out goes back to its default, but for
 * the name. The secret stays as it is.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
 */
export const UpdateUserPoolClient = operation({
  auth: 'iam',
  quota: 'UserPoolClientUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientId: required(ClientIdType),
    ClientName: ClientNameType,
    ...settingMembers,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const before = await requireClient(ctx, pool, input.ClientId)
    const secrets = await openSecrets(ctx, before)
    const { sessionConfiguration } = before.settings
    const settings = defined({ ...clientSettings(fromWire(input)), sessionConfiguration })
    const customScopes = await findScopes(ctx, pool.id, settings.allowedOAuthScopes ?? [])
    const providers = await findProviders(ctx, pool.id, settings.supportedIdentityProviders ?? [])
    const { registration } = before
    const hasSecret = secrets.length > 0
    checkClient({ settings, pool, hasSecret, registration, customScopes, providers, doing: 'updating' })
    const client = await saveClient(ctx, before, { ...before, name: input.ClientName ?? before.name, settings })
    return { UserPoolClient: toUserPoolClient(client, secrets) }
  },
})
