import type { ResourceServer } from '../../domain/resource-server.ts'
import { toWire } from '../../wire/casing.ts'

/** A resource server as ResourceServerType. ManagedBy is of the service's own alone. */
export const toResourceServer = (server: Omit<ResourceServer, 'createdAt'>) => ({
  UserPoolId: server.poolId,
  Identifier: server.identifier,
  Name: server.name,
  Scopes: toWire([...server.scopes]),
})
