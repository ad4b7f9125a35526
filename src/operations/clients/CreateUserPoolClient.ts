import { clientSettings } from '../../domain/client-settings.ts'
import { fault } from '../../domain/errors.ts'
import { newClientSecret, type RandomBytes } from '../../domain/generated-names.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'
import { createClient } from '../../flows/create-client.ts'
import { fromWire } from '../../wire/casing.ts'
import { boolean, required, structure } from '../../wire/schema.ts'
import { ClientNameType, ClientSecretType } from '../../wire/shapes/client.ts'
import { UserPoolIdType } from '../../wire/shapes/common.ts'
import { operation } from '../operation.ts'
import { requirePool } from '../require.ts'
import { settingMembers } from './members.ts'
import { toUserPoolClient } from './present.ts'

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
    const { client, secrets } = await createClient(ctx, { pool, name: input.ClientName, settings, secret })
    return { UserPoolClient: toUserPoolClient(client, secrets) }
  },
})
