import type { Client, ClientSecret } from '../../domain/client.ts'
import { defined } from '../../domain/defined.ts'
import { toTimestamp, toWire } from '../../wire/casing.ts'

/**
 * A client as UserPoolClientType. Of two secrets it shows the older one: the one that its users have
 * until they are told of the other.
 */
export const toUserPoolClient = (client: Client, [secret]: readonly Pick<ClientSecret, 'value'>[]) => {
  const { sessionConfiguration: _, ...settings } = client.settings
  return defined({
    UserPoolId: client.poolId,
    ClientName: client.name,
    ClientId: client.id,
    ClientSecret: secret?.value,
    LastModifiedDate: toTimestamp(client.updatedAt),
    CreationDate: toTimestamp(client.createdAt),
    ...toWire(settings),
    ClientType: client.registration ? ('DCR' as const) : ('REGULAR' as const),
  })
}

/** A client as ListUserPoolClients shows it. */
export const toUserPoolClientDescription = (client: Client) => ({
  ClientId: client.id,
  UserPoolId: client.poolId,
  ClientName: client.name,
})

/** A secret as ClientSecretDescriptorType, without its value. */
export const toSecretDescriptor = ({ id, createdAt }: Pick<ClientSecret, 'id' | 'createdAt'>) => ({
  ClientSecretId: id,
  ClientSecretCreateDate: toTimestamp(createdAt),
})
