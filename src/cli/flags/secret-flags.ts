/** Flags whose value nothing that is printed may show. */
export const SECRET_FLAGS: ReadonlySet<string> = new Set(['txt-encrypt-aes-key', 'aws-assume-role-external-id'])
/** Flags whose value is an address, in which somebody may sign in. */
export const ADDRESS_FLAGS: ReadonlySet<string> = new Set(['server', 'pushgateway', 'connector-source-server'])
