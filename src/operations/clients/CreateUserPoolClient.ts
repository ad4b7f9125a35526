import { checkClient } from '../../domain/client-rules.ts'
import { clientSettings } from '../../domain/client-settings.ts'
import { fault } from '../../domain/errors.ts'
import { newClientId, newClientSecret, type RandomBytes } from '../../domain/generated-names.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { secretId } from '../../flows/change-secrets.ts'
import { sealSecret } from '../../flows/client-secrets.ts'
import { findProviders } from '../../flows/federation/providers.ts'
import { holdPool } from '../../flows/hold-pool.ts'
import { findScopes } from '../../flows/scopes.ts'
import { fromWire } from '../../wire/casing.ts'
import { boolean, required, structure } from '../../wire/schema.ts'
import { ClientNameType, ClientSecretType } from '../../wire/shapes/client.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { settingMembers } from './members.ts'
import { toUserPoolClient } from './present.ts'

/** The default quota of a pool. */
const MAXIMUM_CLIENTS = 1000

type SecretInput = { GenerateSecret?: boolean; ClientSecret?: string }

const chooseSecret = ({ GenerateSecret: generate, ClientSecret: given }: SecretInput, random: RandomBytes) => {
  if (generate && given !== undefined) throw fault('InvalidParameterException', unverifiedTexts.clientSecretTwice)
  return generate ? newClientSecret(random) : given
}

/**
 * Makes an app client, with a secret that is generated or given, or with none. The answer, like every
 * description of the client, holds the secret.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
export const CreateUserPoolClient = operation({
  auth: 'iam',
  quota: 'UserPoolClientUpdate',
  input: structure({
    UserPoolId: required(UserPoolIdType),
    ClientName: required(ClientNameType),
    GenerateSecret: boolean,
    ClientSecret: ClientSecretType,
    ...settingMembers,
  }),
  async handle(input, ctx) {
    const pool = await requirePool(ctx, input.UserPoolId)
    const secret = chooseSecret(input, ctx.random)
    const settings = clientSettings(fromWire(input))
    const customScopes = await findScopes(ctx, pool.id, settings.allowedOAuthScopes ?? [])
    const providers = await findProviders(ctx, pool.id, settings.supportedIdentityProviders ?? [])
    checkClient({ settings, pool, hasSecret: secret !== undefined, customScopes, providers, doing: 'creating' })
    const now = ctx.now()
    const id = newClientId(ctx.random)
    const client = { id, poolId: pool.id, name: input.ClientName, settings, createdAt: now, updatedAt: now }
    const secrets = secret === undefined ? [] : [{ id: secretId(id, now), value: secret, createdAt: now }]
    await ctx.store.transaction(async (tx) => {
      await holdPool(tx, pool)
      if ((await tx.clients.count(pool.id)) >= MAXIMUM_CLIENTS) {
        throw fault('LimitExceededException', unverifiedTexts.clientLimit)
      }
      await tx.clients.insert(client)
      for (const made of secrets) await tx.clients.insertSecret(pool.id, id, sealSecret(ctx, client, made))
    })
    return { UserPoolClient: toUserPoolClient(client, secrets) }
  },
})
