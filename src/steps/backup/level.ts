/** How closely a backup is looked at, rising; each level includes those before it. */
export const backupLevels = ['exit', 'size', 'list', 'read', 'restore'] as const;
