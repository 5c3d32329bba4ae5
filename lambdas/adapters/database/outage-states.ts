/**
 * PostgreSQL, appendix A: connection exceptions, shutdown and start, insufficient resources, a server that has become a
 * replica, a statement that took too long.
 */
export const outageStates = /^(08...|57P0[1-3]|53...|25006|57014)$/;
