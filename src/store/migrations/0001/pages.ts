import { ofClient, ofPool, type Table } from './table.ts'

/** Where the pages of pools are, and how they look. */
export const pageTables: readonly Table[] = [
  {
    name: 'domains',
    columns: {
      pool_id: 'key',
      domain: 'key',
      kind: 'key',
      managed_login_version: 'number',
      custom_domain_config: 'text?',
      routing: 'text?',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'kind'],
    parents: [ofPool],
    unique: { by_name: ['domain'] },
  },
  {
    name: 'ui_customizations',
    columns: {
      pool_id: 'key',
      scope: 'key',
      client_id: 'key?', // null in what is for all clients
      css: 'text?',
      image: 'text?',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'scope'],
    parents: [ofPool, ofClient],
  },
  {
    name: 'brandings',
    columns: {
      pool_id: 'key',
      branding_id: 'key',
      client_id: 'key',
      uses_provided_values: 'number',
      settings: 'text',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'branding_id'],
    parents: [ofClient],
    unique: { by_client: ['pool_id', 'client_id'] },
  },
  {
    name: 'branding_assets',
    columns: {
      pool_id: 'key',
      branding_id: 'key',
      position: 'number',
      category: 'key',
      color_mode: 'key',
      extension: 'key',
      resource_id: 'text?',
      bytes: 'text',
    },
    primary: ['pool_id', 'branding_id', 'position'],
    parents: [{ table: 'brandings', columns: ['pool_id', 'branding_id'] }],
  },
  {
    name: 'terms',
    columns: {
      pool_id: 'key',
      terms_id: 'key',
      client_id: 'key',
      name: 'key',
      source: 'key',
      enforcement: 'key',
      links: 'text',
      created_at: 'number',
      updated_at: 'number',
    },
    primary: ['pool_id', 'terms_id'],
    parents: [ofClient],
    unique: { by_name: ['pool_id', 'client_id', 'name'] },
    indexes: { by_age: ['pool_id', 'created_at', 'terms_id'] },
  },
]
