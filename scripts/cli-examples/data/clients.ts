import type { Example } from '../example.ts'
import { byEmail, plain, prepared } from '../prepare.ts'

const pool = '--user-pool-id us-west-2_aaaaaaaaa'
const UserPoolId = 'us-west-2_aaaaaaaaa'
const made = { LastModifiedDate: 1548697449.497, CreationDate: 1548697449.497, RefreshTokenValidity: 30 }
const custom = ['custom:CustomAttr1', 'custom:CustomAttr2']
const writable =
  'address birthdate email family_name gender given_name locale middle_name name nickname phone_number picture preferred_username profile updated_at website zoneinfo'.split(
    ' ',
  )
const WriteAttributes = [...writable, ...custom] as string[]
const ReadAttributes = [...WriteAttributes, 'email_verified', 'phone_number_verified']

/** What every client says of itself since the page was written. */
const newer = [
  'TokenValidityUnits',
  'EnableTokenRevocation',
  'EnablePropagateAdditionalUserContextData',
  'AuthSessionValidity',
].map((name) => `UserPoolClient.${name}`)

/** App clients. */
export const clients: readonly Example[] = [
  {
    command: 'create-user-pool-client',
    line: `${pool} --client-name MyNewClient --no-generate-secret --explicit-auth-flows "USER_PASSWORD_AUTH" "ADMIN_NO_SRP_AUTH"`,
    prepare: prepared(plain),
    output: {
      UserPoolClient: {
        UserPoolId,
        ClientName: 'MyNewClient',
        ClientId: '6p3bs000no6a4ue1idruvd05ad',
        ...made,
        ExplicitAuthFlows: ['USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH'],
        AllowedOAuthFlowsUserPoolClient: false,
      },
    },
    newer,
  },
  {
    command: 'delete-user-pool-client',
    line: `${pool} --client-id 38fjsnc484p94kpqsnet7mpld0`,
    prepare: prepared(plain),
  },
  {
    command: 'describe-user-pool-client',
    line: `${pool} --client-id 38fjsnc484p94kpqsnet7mpld0`,
    prepare: prepared(
      { Schema: ['CustomAttr1', 'CustomAttr2'].map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true })) },
      [],
      {
        GenerateSecret: true,
        ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'],
        ReadAttributes,
        WriteAttributes,
      },
    ),
    output: {
      UserPoolClient: {
        UserPoolId,
        ClientName: 'MyApp',
        ClientId: '38fjsnc484p94kpqsnet7mpld0',
        ClientSecret: 'CLIENT_SECRET',
        ...made,
        ReadAttributes,
        WriteAttributes,
        ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH'],
        AllowedOAuthFlowsUserPoolClient: false,
      },
    },
    newer,
  },
  {
    command: 'update-user-pool-client',
    line: `${pool} --client-id 3n4b5urk1ft4fl3mg5e62d9ado --client-name "NewClientName" --write-attributes "nickname"`,
    prepare: prepared(byEmail),
    output: {
      UserPoolClient: {
        UserPoolId,
        ClientName: 'NewClientName',
        ClientId: '3n4b5urk1ft4fl3mg5e62d9ado',
        ...made,
        WriteAttributes: ['nickname'],
        AllowedOAuthFlowsUserPoolClient: false,
      },
    },
    newer,
  },
]
